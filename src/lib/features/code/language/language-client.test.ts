import { describe, expect, it } from 'vitest';
import type { ScriptSource } from './language-protocol.ts';
import { LanguageClient } from './language-client.ts';
import type { WorkerPort } from './worker-port.ts';

type Told = { readonly id: number; readonly ask: string; readonly of: readonly unknown[] };

function setup() {
	const workers: { told: Told[]; answer: (value: unknown) => void; fail: () => void; ended: boolean }[] = [];
	let scripts: readonly ScriptSource[] = [{ id: 'a', name: 'Door', text: '1' }];
	const start = (): WorkerPort => {
		let hear: (message: unknown) => void = () => {};
		let fail: () => void = () => {};
		const worker = {
			told: [] as Told[],
			ended: false,
			/** To all that was asked. */
			answer: (value: unknown) => worker.told.splice(0).forEach(({ id }) => hear({ id, value })),
			fail: () => fail(),
		};
		workers.push(worker);
		return {
			post: (message) => worker.told.push(message as Told),
			onMessage: (listener) => (hear = listener),
			onFailure: (listener) => (fail = listener),
			terminate: () => (worker.ended = true),
		};
	};
	const client = new LanguageClient(start, () => scripts);
	const asked = (at: number) => workers[at]?.told.map(({ ask }) => ask);
	const write = (text: string) => (scripts = [{ id: 'a', name: 'Door', text }]);
	return { client, workers, asked, write };
}

describe('[T25] the language service in its worker', () => {
	it('starts with the first question, and hears of the scripts before it', async () => {
		const { client, workers, asked } = setup();
		expect(workers).toHaveLength(0);
		const problems = client.ask('problems', 'a');
		expect(asked(0)).toEqual(['scripts', 'problems']);
		workers[0]?.answer([]);
		expect(await problems).toEqual([]);
	});

	it('hears of them again only when they say something else', async () => {
		const { client, workers, asked, write } = setup();
		for (const text of ['1', '1', '2']) {
			write(text);
			const answer = client.ask('problems', 'a');
			if (text === '2') expect(asked(0)).toEqual(['scripts', 'problems']);
			workers[0]?.answer([]);
			await answer;
		}
		void client.ask('problems', 'a');
		expect(asked(0)).toEqual(['problems']);
	});

	it('one that could not come gives no answers; the next question starts it anew', async () => {
		const { client, workers, asked } = setup();
		const lost = client.ask('hover', 'a', 0);
		workers[0]?.fail();
		expect(await lost).toBeNull();
		expect(workers[0]?.ended).toBe(true);
		void client.ask('hover', 'a', 0);
		expect(asked(1)).toEqual(['scripts', 'hover']);
	});

	it('ends with the editor', async () => {
		const { client, workers } = setup();
		const late = client.ask('hover', 'a', 0);
		client.dispose();
		expect(await late).toBeNull();
		expect(workers[0]?.ended).toBe(true);
	});
});
