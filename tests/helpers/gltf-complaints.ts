import { validateBytes } from 'gltf-validator';

/** Errors and warnings of the reference validator, as `CODE at pointer`. */
export async function complaints(bytes: Uint8Array): Promise<string[]> {
	const { issues } = await validateBytes(bytes, { maxIssues: 100 });
	return issues.messages
		.filter(({ severity }) => severity < 2)
		.map(({ code, pointer, message }) => `${code} at ${pointer ?? 'the file'}: ${message}`);
}
