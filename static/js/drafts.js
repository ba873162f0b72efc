// What was typed into a form with data-draft survives a reload and a lost connection, and goes when the form was accepted.
// Kept for this tab only (sessionStorage): office computers are shared, and forms hold names. Passwords, files and hidden fields are never kept.
import { onContent } from './content.js';

const SENT = 'draft:sent';
const key = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
const kept = (field) => field.name && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type) && !('draftNever' in field.dataset);

const read = (name) => JSON.parse(sessionStorage.getItem(name) ?? 'null');

function save(form) {
    const values = {};
    for (const field of form.elements) {
        if (!kept(field)) continue;
        const checkable = field.type === 'checkbox' || field.type === 'radio';
        (values[field.name] ??= []).push(checkable ? [field.value, field.checked] : [field.value]);
    }
    sessionStorage.setItem(key(form), JSON.stringify(values));
}

function restore(form) {
    const values = read(key(form));
    if (!values || 'refused' in form.dataset || 'restored' in form.dataset) return;
    form.dataset.restored = '';
    const places = {};
    let changed = false;
    for (const field of form.elements) {
        if (!kept(field)) continue;
        const place = (places[field.name] = (places[field.name] ?? -1) + 1);
        const [value, checked] = values[field.name]?.[place] ?? [];
        if (value === undefined) continue;
        if (checked === undefined ? field.value === value : field.checked === checked) continue;
        changed = true;
        if (checked === undefined) field.value = value;
        else field.checked = checked;
    }
    const note = form.querySelector('[data-draft-note]');
    if (note) note.hidden = !changed;
}

document.addEventListener('input', (event) => {
    const form = event.target.form;
    if (form?.matches('[data-draft]')) save(form);
});
document.addEventListener('submit', (event) => {
    if (event.target.matches('[data-draft]')) sessionStorage.setItem(SENT, key(event.target));
});
document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-draft-drop]');
    if (!button) return;
    sessionStorage.removeItem(key(button.form));
    location.reload();
});

onContent(() => {
    const sent = sessionStorage.getItem(SENT);
    const forms = [...document.querySelectorAll('form[data-draft]')];
    const stillThere = forms.some((form) => key(form) === sent);
    if (sent && (!stillThere || document.querySelector('[data-notice]'))) {
        sessionStorage.removeItem(sent);
        sessionStorage.removeItem(SENT);
    }
    forms.forEach(restore);
});
