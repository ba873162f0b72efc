// Filters live in the address: only those that say something, so that a saved or shared link is short. The words typed beside a chosen record
// (nameText and nameWas beside name) are for the browser without JavaScript.
document.addEventListener('formdata', (event) => {
    if (!event.target.matches('form[data-filter]')) return;
    for (const [name, value] of [...event.formData]) {
        if (value === '' || name.endsWith('Text') || name.endsWith('Was')) event.formData.delete(name);
    }
});
