// Type-ahead after the ARIA combobox pattern. <div class="combobox" data-options="/areas/options"> holds an input with role=combobox, a list with
// role=listbox and, where a record is chosen, a hidden input that takes its id. The server finds by characters, pinyin or initials.
const DELAY_MS = 160;
const OPTION = '[role=option]:not([aria-disabled])';
const waiting = new WeakMap();

const parts = (box) => ({
    input: box.querySelector('[role=combobox]'),
    list: box.querySelector('[role=listbox]'),
    value: box.querySelector('input[type=hidden]'),
    words: box.querySelector('input[data-words]'),
});

function close(box) {
    const { input, list } = parts(box);
    // An answer that is still to come would open the list again.
    clearTimeout(box.timer);
    waiting.get(box)?.abort();
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
}

function mark(box, option) {
    const { input, list } = parts(box);
    for (const other of list.querySelectorAll('[aria-selected=true]')) other.setAttribute('aria-selected', 'false');
    if (!option) return input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
}

async function ask(box) {
    const { input, list } = parts(box);
    const text = input.value.trim();
    if (!text) return close(box);
    waiting.get(box)?.abort();
    const controller = new AbortController();
    waiting.set(box, controller);
    const url = new URL(box.dataset.options, location.href);
    url.searchParams.set('search', text);
    try {
        const response = await fetch(url, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }, signal: controller.signal });
        if (!response.ok) return;
        list.innerHTML = await response.text();
    } catch { return; /* replaced by a later question, or offline: the banner says so */ }
    let index = 0;
    for (const option of list.querySelectorAll(OPTION)) option.id = `${list.id}-${index++}`;
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    mark(box, list.querySelector(OPTION));
}

function choose(box, option) {
    const { input, value, words } = parts(box);
    close(box);
    if (option.dataset.href) return location.assign(option.dataset.href);
    input.value = option.dataset.text;
    if (value) value.value = option.dataset.value;
    if (words) words.value = option.dataset.text;
    box.dataset.chosen = '';
    (value ?? input).dispatchEvent(new Event('change', { bubbles: true }));
}

document.addEventListener('input', (event) => {
    const box = event.target.closest?.('.combobox');
    if (!box || event.isComposing || !event.target.matches('[role=combobox]')) return;
    const { value } = parts(box);
    if (value) value.value = '';
    delete box.dataset.chosen;
    clearTimeout(box.timer);
    box.timer = setTimeout(ask, DELAY_MS, box);
});
document.addEventListener('compositionend', (event) => event.target.dispatchEvent(new Event('input', { bubbles: true })));

document.addEventListener('keydown', (event) => {
    const box = event.target.closest?.('.combobox');
    if (!box || event.isComposing) return;
    const { list } = parts(box);
    const options = [...list.querySelectorAll(OPTION)];
    const at = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    const open = !list.hidden;
    if (event.key === 'ArrowDown' && !open) ask(box);
    else if (event.key === 'ArrowDown' && open) mark(box, options[(at + 1) % options.length]);
    else if (event.key === 'ArrowUp' && open) mark(box, options.at(at <= 0 ? -1 : at - 1));
    else if (event.key === 'Enter' && open && at >= 0) choose(box, options[at]);
    else if (event.key === 'Escape' && open) close(box);
    else return;
    event.preventDefault();
    event.stopPropagation();
});

document.addEventListener('mousedown', (event) => {
    const option = event.target.closest?.(`.combobox ${OPTION}`);
    if (!option || event.button !== 0) return;
    event.preventDefault();
    choose(option.closest('.combobox'), option);
});
document.addEventListener('focusout', (event) => {
    const box = event.target.closest?.('.combobox');
    if (box && !box.contains(event.relatedTarget)) close(box);
});
