import { createRawSnippet, type Snippet } from 'svelte';

/** Plain words, for a control that takes its words as children. */
export const words = (text: string): Snippet =>
	createRawSnippet(() => ({
		render: () => `<span>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</span>`,
	}));

export const WHY = 'Only editors can change this project';
export const nothing = (): void => undefined;
