/** Reads "#e8b04b", "E8B04B" or "#eb4" as "#E8B04B"; null when it is no colour. */
export function parseHexColour(text: string): string | null {
	const digits = text.trim().replace(/^#/, '').toUpperCase();
	if (/^[0-9A-F]{6}$/.test(digits)) return `#${digits}`;
	if (/^[0-9A-F]{3}$/.test(digits)) return `#${[...digits].map((digit) => digit + digit).join('')}`;
	return null;
}
