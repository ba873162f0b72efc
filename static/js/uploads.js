// A form with data-upload sends its files one by one, each with its progress, and files may be dropped onto its card. Without JavaScript all
// go in one request.
const LARGEST = 10 * 1024 * 1024;

const formAt = (target) => target.closest?.('#attachments')?.querySelector('form[data-upload]');

function line(list, file) {
    const item = document.createElement('li');
    const bar = Object.assign(document.createElement('progress'), { max: 1, value: 0 });
    bar.setAttribute('aria-label', `${list.dataset.sending} ${file.name}`);
    const said = document.createElement('span');
    item.append(Object.assign(document.createElement('span'), { textContent: file.name }), bar, said);
    list.append(item);
    return { bar, said, item };
}

function send(form, file, place, bar) {
    const body = new FormData();
    for (const [name, value] of new FormData(form)) if (name !== 'file') body.append(name, name === 'idempotencyKey' ? `${value}-${place}` : value);
    body.append('file', file);
    return new Promise((done) => {
        const request = new XMLHttpRequest();
        request.open('POST', form.action);
        request.setRequestHeader('Accept', 'application/json');
        request.responseType = 'json';
        request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
        request.addEventListener('loadend', () => done({ ok: request.status === 201, refusals: request.response?.refusals ?? [] }));
        request.send(body);
    });
}

async function sendAll(form, files) {
    const list = form.querySelector('.sending');
    const button = form.querySelector('button');
    list.hidden = false;
    list.replaceChildren();
    button.disabled = true;
    let failed = 0;
    for (const [place, file] of files.entries()) {
        const { bar, said, item } = line(list, file);
        const { ok, refusals } = file.size > LARGEST ? { ok: false, refusals: [{ message: list.dataset.large }] } : await send(form, file, place, bar);
        bar.remove();
        said.textContent = ok ? list.dataset.sent : refusals.map((one) => one.message).join(' ') || list.dataset.failed;
        item.classList.toggle('error', !ok);
        failed += !ok;
    }
    button.disabled = false;
    // The page as it is now, with what was attached; where something failed, people read that first.
    if (!failed) return show(form.dataset.upload);
    for (const field of form.querySelectorAll('input[type=file]')) field.value = '';
}

function show(item) {
    if (item !== location.pathname) return location.assign(item);
    location.hash = 'attachments';
    location.reload();
}

document.addEventListener('submit', (event) => {
    if (!event.target.matches('form[data-upload]')) return;
    const files = [...event.target.querySelectorAll('input[type=file]')].flatMap((field) => [...field.files]);
    if (!files.length) return;
    event.preventDefault();
    sendAll(event.target, files);
});

document.addEventListener('change', (event) => {
    if (event.target.matches('form[data-upload] input[capture]') && event.target.files.length) event.target.form.requestSubmit();
});

for (const kind of ['dragover', 'dragleave', 'drop']) {
    document.addEventListener(kind, (event) => {
        const form = formAt(event.target);
        if (!form || !event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        form.parentElement.classList.toggle('dropping', kind === 'dragover');
        if (kind !== 'drop' || !event.dataTransfer.files.length) return;
        form.parentElement.open = true;
        sendAll(form, [...event.dataTransfer.files]);
    });
}
