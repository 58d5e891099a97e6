import { expect, it } from 'vitest';
import { isSafeLink } from './safe-link.ts';

/** Like Tiptap's own check: throws at what is no text. */
const context = { defaultValidate: (url: string) => url.trim().startsWith('https:') };

it.each(['https://example.com/', null, undefined])('%j may be followed', (url) => {
	expect(isSafeLink(url, context)).toBe(true);
});

it.each(['javascript:alert(1)', 7, true, ['https://a'], { href: 'https:' }])(
	'%j may not, and nothing throws',
	(url) => expect(isSafeLink(url, context)).toBe(false),
);
