import { createHash } from 'node:crypto';

/** The `ETag` of an answer: the same for the same content, whoever asks. */
export function entityTagOf(content: unknown): string {
	const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
	return `"${digest.slice(0, 27)}"`;
}

/** Whether a header with tags, `If-Match` or `If-None-Match`, names this one. */
export function namesTag(header: string, tag: string): boolean {
	return header
		.split(',')
		.map((one) => one.trim().replace(/^W\//, ''))
		.some((one) => one === '*' || one === tag);
}
