// A class chosen in a form suggests the unit of quantity, what the quantity means and what to write; what was filled in otherwise stays.
// Without this the form says the same by leaving fields empty: the server then takes what the class suggests.
import { onContent } from './content.js';

const classes = () => document.querySelectorAll('select[data-suggests]');

function explain(select) {
    const hint = document.getElementById(`${select.id}-hint`);
    const words = select.selectedOptions[0]?.dataset.hint;
    if (hint && words) hint.textContent = words;
}

document.addEventListener('change', (event) => {
    const select = event.target;
    if (!select.matches('select[data-suggests]')) return;
    const before = [...select.options].find((one) => one.value === select.dataset.suggests)?.dataset ?? {};
    const now = select.selectedOptions[0].dataset;
    for (const name of ['unit', 'measure']) {
        const field = select.form.elements[name];
        if (now[name] && (field.value === '' || field.value === before[name])) field.value = now[name];
    }
    select.dataset.suggests = select.value;
    explain(select);
    const windows = document.getElementById('windows');
    if (windows && select.form.elements.measure.value === 'PER_WINDOW') windows.open = true;
});
onContent(() => classes().forEach(explain));
