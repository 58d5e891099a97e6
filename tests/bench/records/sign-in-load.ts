import { ok } from 'node:assert';
import { mintDocumentId, type ProjectId } from '#lib/base/ids.ts';
import { setKey } from '../../helpers/key-updates.ts';
import { LineClient } from '../../helpers/line-client.ts';

export type AckLoad = {
	readonly origin: string;
	readonly projectId: ProjectId;
	readonly token: string;
	readonly handle: string;
	readonly password: string;
	readonly seconds: number;
	/** How many people try to sign in at once, each again as soon as they are answered; 0: nobody. */
	readonly signingIn: number;
};

const WRITERS = 10;
const EVERY_MS = 100;

/** Milliseconds from each update to its acknowledgement, while people sign in as fast as they can; and how many did. */
export async function measureAcks(load: AckLoad): Promise<{ acks: number[]; signIns: number }> {
	const { origin, projectId, token, seconds, signingIn } = load;
	const writers = await Promise.all(
		Array.from({ length: WRITERS }, async () => {
			const client = await LineClient.join(origin, token);
			await client.open(1, { projectId, documentId: mintDocumentId() });
			return client;
		}),
	);
	let over = false;
	let signIns = 0;
	const people = Array.from({ length: signingIn }, async (_, person) => {
		while (!over) if (await signIn(load, person)) signIns++;
	});
	const acks = (await Promise.all(writers.map((writer) => write(writer, seconds)))).flat();
	over = true;
	await Promise.all(people);
	for (const writer of writers) writer.socket.terminate();
	return { acks, signIns };
}

async function write(client: LineClient, seconds: number): Promise<number[]> {
	const sentAt: number[] = [];
	const times: number[] = [];
	client.socket.on('message', () => {
		const frame = client.frames.findLast(({ type }) => type === 'ack');
		if (frame?.type !== 'ack') return;
		for (let seq = times.length + 1; seq <= frame.seq; seq++) {
			times.push(performance.now() - (sentAt[seq - 1] ?? NaN));
		}
		client.frames.length = 0;
	});
	const updates = Array.from({ length: (seconds * 1000) / EVERY_MS }, (_, i) => setKey(`k${i}`, i));
	const start = performance.now() + Math.random() * EVERY_MS;
	for (const [i, update] of updates.entries()) {
		const early = Math.max(0, start + i * EVERY_MS - performance.now());
		await new Promise((resolve) => setTimeout(resolve, early));
		sentAt.push(performance.now());
		client.send({ type: 'update', channel: 1, seq: i + 1, update });
	}
	while (times.length < updates.length) await new Promise((resolve) => setTimeout(resolve, 10));
	return times;
}

/** From an address of their own: of one, only so many a minute may try. */
async function signIn({ origin, handle, password }: AckLoad, person: number): Promise<boolean> {
	const at = Math.floor(Math.random() * 65_536);
	const answer = await fetch(`${origin}/api/sessions`, {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			'X-Forwarded-For': `10.${person % 256}.${at >> 8}.${at & 255}`,
		},
		body: JSON.stringify({ handle, password, device: 'bench' }),
	});
	await answer.arrayBuffer();
	// Told to wait is an answer, too: there are more of them than hashes can be made.
	ok(answer.ok || answer.status === 503 || answer.status === 429, `signing in: ${answer.status}`);
	return answer.ok;
}
