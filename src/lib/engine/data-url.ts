/** The bytes of a base64 `data:` URL, decoded without a request. Throws when it is none. */
export function decodeDataUrl(url: string): Uint8Array<ArrayBuffer> {
	const mark = ';base64,';
	const start = url.indexOf(mark);
	if (!url.startsWith('data:') || start < 0)
		throw new Error(`Expected a base64 data URL, got ${url.slice(0, 40)}`);
	const binary = atob(url.slice(start + mark.length));
	return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
