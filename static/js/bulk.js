// Choosing rows for a bulk action: all at once, a range with Shift, and the number chosen. Boxes name their form with form="…".
let last = null;

const boxes = (form) => [...document.querySelectorAll(`input[data-pick][form="${form}"]`)];

function show(form) {
    const all = boxes(form);
    const chosen = all.filter((box) => box.checked).length;
    for (const count of document.querySelectorAll(`[data-picked="${form}"]`)) count.textContent = chosen;
    for (const bar of document.querySelectorAll(`[data-bulk="${form}"]`)) bar.hidden = chosen === 0;
    const whole = document.querySelector(`input[data-pick-all="${form}"]`);
    if (!whole) return;
    whole.checked = chosen > 0 && chosen === all.length;
    whole.indeterminate = chosen > 0 && chosen < all.length;
}

document.addEventListener('click', (event) => {
    const box = event.target;
    if (!box.matches?.('input[data-pick], input[data-pick-all]')) return;
    const form = box.dataset.pickAll ?? box.getAttribute('form');
    const all = boxes(form);
    if (box.dataset.pickAll) {
        for (const other of all) other.checked = box.checked;
    } else if (event.shiftKey && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        for (const other of all.slice(from, to + 1)) other.checked = box.checked;
    }
    last = box;
    show(form);
});

function showAll() {
    for (const bar of document.querySelectorAll('[data-bulk]')) show(bar.dataset.bulk);
}
showAll();
document.addEventListener('htmx:after:swap', showAll);
document.addEventListener('bulk:changed', showAll);
