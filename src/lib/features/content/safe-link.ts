type LinkContext = { readonly defaultValidate: (url: string) => boolean };

/**
 * Whether a link may lead where it says. Peers can write anything where an address should stand, and Tiptap's own
 * check throws at what is no text: one such link would close the page for everybody.
 */
export function isSafeLink(url: unknown, { defaultValidate }: LinkContext): boolean {
	return url === null || url === undefined || (typeof url === 'string' && defaultValidate(url));
}
