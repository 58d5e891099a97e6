/** The beginning of a text, at most this long (UTF-16 units), and never ending in half a character. */
export function clipText(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	const last = text.charCodeAt(maxLength - 1);
	const isHalf = last >= 0xd800 && last <= 0xdbff;
	return text.slice(0, isHalf ? maxLength - 1 : maxLength);
}
