// Menus are <details class="menu">; this only closes the ones left open.
document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
        if (!menu.contains(event.target)) menu.open = false;
    }
});
document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = document.querySelector('details.menu[open]');
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
});

document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-print]');
    if (button) print();
});
