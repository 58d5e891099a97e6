import { describe, expect, it, vi } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { setText } from '#lib/doc/commands/edit-script.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ScriptDocument } from '#lib/doc/script.ts';
import { readScriptFields } from '#lib/runtime/link/read-fields.ts';
import { ScriptReader } from './script-reader.svelte.ts';

const textWith = (fields: string) =>
	`import { Script } from 'rastudios';\nexport default class A extends Script {\n\tstatic fields = { ${fields} };\n}\n`;

function setup(read = (text: string) => Promise.resolve(readScriptFields(text))) {
	const document = new LiveDocument(mintDocumentId(), 'script');
	const script = new ScriptDocument(document);
	const write = (text: string) => unwrap(setText(script, text));
	const reader = new ScriptReader(read);
	const names = () => (reader.reading.kind === 'read' ? reader.reading.fields.map(({ name }) => name) : null);
	const settled = () => vi.waitFor(() => expect(reader.reading.kind).not.toBe('reading'));
	return { document, reader, write, names, settled };
}

describe('[T55] the fields a script asks for', () => {
	it('follow its text, whoever writes it, for as long as they are looked at', async () => {
		const { document, reader, write, names, settled } = setup();
		write(textWith('speed: 3'));
		const stop = reader.follow(document);
		expect(reader.reading.kind).toBe('reading');
		await settled();
		expect(names()).toEqual(['speed']);
		const peer = new LiveDocument(document.id, 'script');
		peer.apply(document.encodeDiff(peer.stateVector()), 'network');
		const theirs = new ScriptDocument(peer);
		unwrap(setText(theirs, textWith('speed: 3, target: { kind: "entity" }')));
		document.apply(peer.encodeDiff(document.stateVector()), 'network');
		await vi.waitFor(() => expect(names()).toEqual(['speed', 'target']));
		stop();
		write(textWith(''));
		expect(names()).toEqual(['speed', 'target']);
	});

	it('are read one text at a time, and of those that come meanwhile the last', async () => {
		const asked: { text: string; answer: () => void }[] = [];
		const read = (text: string) =>
			new Promise<ReturnType<typeof readScriptFields>>((resolve) => {
				asked.push({ text, answer: () => resolve(readScriptFields(text)) });
			});
		const { document, reader, write, names } = setup(read);
		for (const name of ['one', 'two', 'three']) {
			write(textWith(`${name}: 1`));
			if (name === 'one') reader.follow(document);
		}
		expect(asked).toHaveLength(1);
		asked[0]!.answer();
		await vi.waitFor(() => expect(asked).toHaveLength(2));
		asked[1]!.answer();
		await vi.waitFor(() => expect(names()).toEqual(['three']));
		expect(asked).toHaveLength(2);
	});

	it('are none of a text that does not parse, and what is wrong is told', async () => {
		const { document, reader, write, settled } = setup();
		write('export default class {{{');
		reader.follow(document);
		await settled();
		expect(reader.reading).toMatchObject({ kind: 'read', fields: [], problems: [{ line: 1 }] });
	});

	it('say so where what reads them could not come', async () => {
		const { document, reader, settled } = setup(() => Promise.reject(new Error('offline')));
		reader.follow(document);
		await settled();
		expect(reader.reading).toEqual({ kind: 'failed' });
	});

	it('are those of the script that is looked at last', async () => {
		const first = setup();
		first.write(textWith('one: 1'));
		const second = setup();
		second.write(textWith('two: 2'));
		first.reader.follow(first.document)();
		first.reader.follow(second.document);
		await first.settled();
		expect(first.names()).toEqual(['two']);
	});
});
