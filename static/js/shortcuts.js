// The keyboard: / finds, ? lists the keys, j and k walk the rows, Enter opens, x picks, g and a letter go, n adds, p proposes.
import { isTyping } from './content.js';

let afterG = 0;
const rows = () => [...document.querySelectorAll('[data-rows] > *')].filter((row) => row.querySelector('a'));

function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains('current'));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
    all[at]?.classList.remove('current');
    next.classList.add('current');
    next.querySelector('a').focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
}

function pick() {
    const box = document.querySelector('[data-rows] > .current input[data-pick]');
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new CustomEvent('bulk:changed', { bubbles: true }));
}

const actions = {
    '/': () => (document.querySelector('[data-find]') ?? document.getElementById('find'))?.focus(),
    '?': () => document.getElementById('shortcuts')?.showModal(),
    j: () => move(1),
    k: () => move(-1),
    x: pick,
    n: () => document.querySelector('[data-key="n"]')?.click(),
    e: () => document.querySelector('[data-key="e"]')?.click(),
    p: () => (document.querySelector('[data-rows] > .current [data-key="p"]') ?? document.querySelector('[data-key="p"]'))?.click(),
    g: () => { afterG = Date.now(); },
};

document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const going = Date.now() - afterG < 1200 && document.querySelector(`a[data-go="${CSS.escape(event.key)}"]`);
    afterG = 0;
    // The arrows are also how one walks through choices and wide tables.
    const next = ['ArrowLeft', 'ArrowRight'].includes(event.key) && !event.target.closest('input, .table-frame')
        && document.querySelector(`[aria-keyshortcuts~="${event.key}"]`);
    if (going) going.click();
    else if (next) next.click();
    else if (Object.hasOwn(actions, event.key)) actions[event.key]();
    else return;
    event.preventDefault();
});

document.addEventListener('click', (event) => {
    const opener = event.target.closest?.('[data-dialog]');
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
});
