import { createStore } from '@/lib/store';

/** Whether the field for going anywhere is open: the sidebar's button and a key both open it. */
export const paletteOpen = createStore(false);
