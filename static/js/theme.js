// A classic script in <head>: the reader's choice of light or dark has to hold before anything is painted.
(() => {
    const sheet = document.getElementById('dark-sheet');
    const media = { light: 'not all', dark: 'screen', system: sheet.media };
    let choice = 'system';
    try { choice = localStorage.getItem('theme') ?? 'system'; } catch { /* storage may be forbidden: then the system's choice */ }

    const apply = () => {
        sheet.media = media[choice] ?? media.system;
        document.documentElement.dataset.theme = choice;
        for (const button of document.querySelectorAll('[data-theme-choice]')) {
            button.setAttribute('aria-pressed', String(button.dataset.themeChoice === choice));
        }
    };
    apply();
    document.addEventListener('DOMContentLoaded', apply);
    document.addEventListener('htmx:after:swap', apply);
    document.addEventListener('click', (event) => {
        const button = event.target.closest?.('[data-theme-choice]');
        if (!button) return;
        choice = button.dataset.themeChoice;
        try { localStorage.setItem('theme', choice); } catch { /* holds for this page only */ }
        apply();
    });
})();
