// Runs a function on the page now and after each swap.
export function onContent(run) {
    run();
    document.addEventListener('htmx:after:swap', run);
}

// A sentence in the reader's language: pages carry them as data on #sentences.
export function sentence(name) {
    return document.getElementById('sentences')?.dataset[name] ?? '';
}

// True while a person types there.
export function isTyping(element) {
    return Boolean(element?.matches?.('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]'));
}
