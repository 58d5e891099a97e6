import { createHash } from 'node:crypto';

/** What a test says to a server by tus 1.0, step by step. */
export type TusSteps = {
	begin(bytes: number, hash: string, body?: Uint8Array): Promise<Response>;
	/** The upload's address after beginning it; throws when it was refused. */
	begun(bytes: number, hash: string): Promise<string>;
	append(upload: string, offset: number, body: BodyInit): Promise<Response>;
	/** How far the upload is. */
	reached(upload: string): Promise<number>;
	head(upload: string): Promise<Response>;
	end(upload: string): Promise<Response>;
	/** All of it, in one request. */
	send(content: Uint8Array): Promise<Response>;
};

type BodyInit = NonNullable<RequestInit['body']>;

export const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Bytes that repeat nowhere soon, the same for the same seed. */
export function madeBytes(length: number, seed = 1): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(length);
	let state = seed;
	for (let i = 0; i < length; i++) {
		state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
		bytes[i] = state >> 16;
	}
	return bytes;
}

export function tusSteps(origin: string, projectId: string, token: string): TusSteps {
	const base = `${origin}/api/projects/${projectId}/uploads`;
	const common = { Authorization: `Bearer ${token}`, 'Tus-Resumable': '1.0.0' };
	const bytesType = { 'Content-Type': 'application/offset+octet-stream' };
	const steps: TusSteps = {
		begin: (bytes, hash, body) =>
			fetch(base, {
				method: 'POST',
				headers: {
					...common,
					...(body && bytesType),
					'Upload-Length': String(bytes),
					'Upload-Metadata': `hash ${btoa(hash)}`,
				},
				...(body && { body: body as BodyInit }),
			}),
		async begun(bytes, hash) {
			const answer = await steps.begin(bytes, hash);
			const location = answer.headers.get('location');
			if (!location) throw new Error(`Not begun: ${answer.status} ${await answer.text()}`);
			return new URL(location, base).href;
		},
		append: (upload, offset, body) =>
			fetch(upload, {
				method: 'PATCH',
				headers: { ...common, ...bytesType, 'Upload-Offset': String(offset) },
				body,
				duplex: 'half',
			} as RequestInit),
		head: (upload) => fetch(upload, { method: 'HEAD', headers: common }),
		async reached(upload) {
			const answer = await steps.head(upload);
			return answer.ok ? Number(answer.headers.get('upload-offset')) : NaN;
		},
		end: (upload) => fetch(upload, { method: 'DELETE', headers: common }),
		send: (content) => steps.begin(content.length, hashOf(content), content),
	};
	return steps;
}
