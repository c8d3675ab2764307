import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Whose modules are in the file that every visit needs, if it needs them: the app's, and not those that draw diagrams. */
const BASE =
  /[\\/]web[\\/]src[\\/](?!diagram[\\/])|[\\/]node_modules[\\/](?:react|react-dom|scheduler|@tanstack|openapi-fetch)[\\/]/;

/** The letters that every visit needs; others come with the first word that has them. */
const LETTERS = /geist-latin-wght-normal/;

/** Has the letters fetched together with the app: when its first words are drawn they are there, and nothing is drawn again in another width. */
function preloadedLetters(): Plugin {
  return {
    name: 'preloaded-letters',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { path, bundle }) {
        const letters = Object.keys(bundle ?? {}).find((name) => LETTERS.test(name));
        if (path !== '/index.html' || letters === undefined) {
          return [];
        }
        const attrs = {
          rel: 'preload',
          as: 'font',
          type: 'font/woff2',
          crossorigin: true,
          href: `/${letters}`,
        };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadedLetters()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // Nothing may be inlined as `data:`: the page's security policy loads fonts and scripts from this host only.
    assetsInlineLimit: 0,
    target: 'es2022',
    // The app, and the page that draws diagrams in a frame of its own.
    rolldownOptions: {
      input: { index: 'index.html', diagram: 'diagram.html' },
      output: {
        codeSplitting: {
          // What every visit needs is one file: in forty of a kilobyte each, what is sent around them weighs as much as half of them.
          groups: [
            { name: 'base', tags: ['$initial'], test: BASE },
            // Both pages load files on demand; the other one must not load the app for it.
            { name: 'load', test: /preload-helper/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': { target: 'http://127.0.0.1:8080' } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    // For machines that build and test other things at the same time; a test takes a tenth of it.
    testTimeout: 20_000,
    unstubGlobals: true,
    // By itself it leaves one core idle, which is half of a small machine.
    maxWorkers: '100%',
    // Packages are loaded once, and not for each file; our own modules are apart (src/test/setup.ts).
    isolate: false,
    // Only what a test reads as text; pages are tested without their looks.
    css: { include: [/tokens\.css/] },
  },
});
