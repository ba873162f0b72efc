import { onContent, sentence } from './content.js';

const STAYS_MS = 6000;

// Shows one sentence at the foot of the page; kind is 'plain' or 'danger'. An error stays until it is closed or something succeeds.
export function toast(text, kind = 'plain') {
    const region = document.getElementById('toasts');
    if (!region || !text) return;
    for (const old of region.querySelectorAll('.danger')) old.remove();
    const box = document.createElement('div');
    box.className = `toast ${kind}`;
    box.append(Object.assign(document.createElement('span'), { textContent: text }));
    const close = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' });
    close.setAttribute('aria-label', sentence('close'));
    close.addEventListener('click', () => box.remove());
    box.append(close);
    region.append(box);
    if (kind === 'plain') setTimeout(() => box.remove(), STAYS_MS);
}

onContent(() => {
    for (const old of document.querySelectorAll('.toast.danger')) old.remove();
    for (const notice of document.querySelectorAll('[data-notice]:not([data-shown])')) {
        notice.dataset.shown = '';
        toast(notice.dataset.notice);
    }
});
