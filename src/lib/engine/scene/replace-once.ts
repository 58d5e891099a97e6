/**
 * Changes one line of a shader. Another three.js may say it otherwise: better no picture in a test than a wrong one for creators.
 */
export function replaceOnce(text: string, from: string, to: string): string {
	if (!text.includes(from)) throw new Error(`The shader of three.js no longer has “${from}”`);
	return text.replace(from, to);
}
