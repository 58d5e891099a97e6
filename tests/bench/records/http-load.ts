import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export type HttpLoad = {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly perSecond: number;
	readonly seconds: number;
};

/**
 * Sends at a steady pace, however long answers take, over connections that stay open: milliseconds of each, from when it
 * went to its last byte. What waits for a free connection has gone.
 */
export async function measureHttp({ url, headers, perSecond, seconds }: HttpLoad): Promise<number[]> {
	const agent = new Agent({ keepAlive: true, maxSockets: 64 });
	const send = () => time(url, headers, agent);
	try {
		// A server runs for weeks, not for its first second.
		for (let i = 0; i < 200; i++) await send();
		const start = performance.now();
		const answers: Promise<number>[] = [];
		for (let i = 0; i < perSecond * seconds; i++) {
			const due = start + (i * 1000) / perSecond;
			const early = due - performance.now();
			if (early > 0) await wait(early);
			answers.push(send());
		}
		return await Promise.all(answers);
	} finally {
		agent.destroy();
	}
}

function time(url: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<number> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		const sent = request(url, { headers, agent }, (answer) => {
			answer.resume();
			answer.on('error', reject);
			answer.on('end', () => {
				if (answer.statusCode === 200) resolve(performance.now() - start);
				else reject(new Error(`${url}: ${answer.statusCode}`));
			});
		});
		sent.on('error', reject);
		sent.end();
	});
}
