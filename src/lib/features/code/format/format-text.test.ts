import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { replaceText, setText } from '#lib/doc/commands/edit-script.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { readSpan, sendableSpan } from '#lib/doc/script-cursor.ts';
import { ScriptText } from '../script-text.ts';
import { formatScript } from './format-script.ts';
import { formatText } from './format-text.ts';

function setup(before: string) {
	const text = new ScriptText(new LiveDocument(mintDocumentId(), 'script'));
	void text.history;
	unwrap(setText(text.script, before));
	const worker = { ask: (_ask: string, source: unknown) => formatScript(source as string) };
	return { text, worker };
}

describe('[T24] formatting a script', () => {
	it('writes only what differs, so that cursors stay at their words', async () => {
		const { text, worker } = setup('class Door{open( ){const hinge="a"; return hinge}}');
		const at = text.text.indexOf('return');
		const sent = sendableSpan(text.document, { anchor: at, head: at });
		expect(await formatText(text, worker)).toEqual({ ok: true, value: undefined });
		expect(text.text).toBe("class Door {\n\topen() {\n\t\tconst hinge = 'a';\n\t\treturn hinge;\n\t}\n}\n");
		const span = readSpan(text.document, sent);
		expect(text.text.slice(span?.head)).toMatch(/^return hinge;/);
	});

	it('is one step of its undo, apart from what was typed just before', async () => {
		const { text, worker } = setup('let a=1');
		await formatText(text, worker);
		text.history.undo();
		expect(text.text).toBe('let a=1');
	});

	it('leaves what is formatted, and what cannot be read, as it is', async () => {
		const { text, worker } = setup('const a = 1;\n');
		expect(await formatText(text, worker)).toBe('already');
		unwrap(setText(text.script, 'class {'));
		await expect(formatText(text, worker)).rejects.toThrow(/\(1:8\)/);
		expect(text.text).toBe('class {');
	});

	it('begins anew where somebody wrote meanwhile', async () => {
		const { text, worker } = setup('let a=1');
		let asked = 0;
		const slow = {
			async ask(ask: string, source: unknown) {
				if (++asked === 1) unwrap(replaceText(text.script, { start: 7, end: 7, text: '0' }));
				return worker.ask(ask, source);
			},
		};
		await formatText(text, slow);
		expect([text.text, asked]).toEqual(['let a = 10;\n', 2]);
	});
});
