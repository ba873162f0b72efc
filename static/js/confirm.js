// A button with data-confirm asks first. Without JavaScript the form is simply sent: the server asks for a reason where one is needed.
let confirmed = null;

document.addEventListener('click', (event) => {
    const button = event.target.closest?.('button[data-confirm]');
    if (!button || button === confirmed) return;
    const dialog = document.getElementById('confirm');
    if (!dialog?.showModal || !button.form) return;
    event.preventDefault();
    event.stopPropagation();
    dialog.querySelector('[data-question]').textContent = button.dataset.confirm;
    dialog.querySelector('[value=yes]').textContent = button.textContent.trim();
    dialog.addEventListener('close', () => {
        if (dialog.returnValue !== 'yes') return;
        confirmed = button;
        button.form.requestSubmit(button);
        confirmed = null;
    }, { once: true });
    dialog.returnValue = '';
    dialog.showModal();
}, true);
