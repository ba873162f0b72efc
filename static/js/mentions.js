// Type-ahead for people in a text: after an @, the field's data-participants offers those who take part. The chosen name goes into the text and
// the person's id beside it, as several may have one name. Without JavaScript the name alone is looked up when the form is sent.
const AT = /(?:^|[^0-9A-Za-z_.])@([^\s@，。、；：！？,.;:!?]{0,12})$/;
const DELAY_MS = 160;
const OPTION = '[role=option]:not([aria-disabled])';
let asked = null;
let timer = null;

const typed = (field) => AT.exec(field.value.slice(0, field.selectionStart))?.[1];

function listOf(field) {
    const there = field.parentElement.querySelector('[role=listbox]');
    if (there) return there;
    const list = document.createElement('ul');
    Object.assign(list, { className: 'combobox-list', id: `${field.id}-people`, role: 'listbox', ariaLabel: field.dataset.label, hidden: true });
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', list.id);
    field.after(list);
    return list;
}

function close(field) {
    clearTimeout(timer);
    asked?.abort();
    listOf(field).hidden = true;
    field.removeAttribute('aria-activedescendant');
}

function mark(field, option) {
    for (const other of listOf(field).querySelectorAll('[aria-selected=true]')) other.setAttribute('aria-selected', 'false');
    if (!option) return field.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', option.id);
}

async function ask(field) {
    const search = typed(field);
    if (search === undefined) return close(field);
    asked?.abort();
    asked = new AbortController();
    const list = listOf(field);
    const url = new URL(field.dataset.participants, location.href);
    url.searchParams.set('search', search);
    try {
        const response = await fetch(url, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }, signal: asked.signal });
        if (!response.ok) return;
        list.innerHTML = await response.text();
    } catch { return; /* replaced by a later question, or offline: the banner says so */ }
    [...list.querySelectorAll(OPTION)].forEach((option, index) => { option.id = `${list.id}-${index}`; });
    list.hidden = false;
    mark(field, list.querySelector(OPTION));
}

function choose(field, option) {
    const end = field.selectionStart;
    const start = end - typed(field).length;
    field.setRangeText(`${option.dataset.text} `, start, end, 'end');
    const person = Object.assign(document.createElement('input'), { type: 'hidden', name: 'mentions', value: option.dataset.value });
    field.form.append(person);
    close(field);
    field.dispatchEvent(new Event('input', { bubbles: true }));
}

const isField = (element) => element?.matches?.('textarea[data-participants]');

document.addEventListener('input', (event) => {
    if (!isField(event.target) || event.isComposing) return;
    clearTimeout(timer);
    if (typed(event.target) === undefined) return close(event.target);
    timer = setTimeout(ask, DELAY_MS, event.target);
});
document.addEventListener('compositionend', (event) => isField(event.target) && event.target.dispatchEvent(new Event('input', { bubbles: true })));

document.addEventListener('keydown', (event) => {
    const field = event.target;
    if (!isField(field) || event.isComposing || listOf(field).hidden) return;
    const options = [...listOf(field).querySelectorAll(OPTION)];
    const at = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown') mark(field, options[(at + 1) % options.length]);
    else if (event.key === 'ArrowUp') mark(field, options.at(at <= 0 ? -1 : at - 1));
    else if ((event.key === 'Enter' || event.key === 'Tab') && at >= 0) choose(field, options[at]);
    else if (event.key === 'Escape') close(field);
    else return;
    event.preventDefault();
    event.stopPropagation();
});
document.addEventListener('mousedown', (event) => {
    const option = event.target.closest?.(`.mentioning ${OPTION}`);
    if (!option || event.button !== 0) return;
    event.preventDefault();
    choose(option.closest('.mentioning').querySelector('textarea'), option);
});
document.addEventListener('focusout', (event) => isField(event.target) && close(event.target));
