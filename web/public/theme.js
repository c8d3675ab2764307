// Runs before the first paint, as a file of its own because the page's security policy allows no inline script.
// src/lib/theme.ts keeps the same key and values.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('potluck.theme');
  } catch {
    // Storage can be refused; the system's theme is then followed.
  }
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#1b1815' : '#faf6f0');
})();
