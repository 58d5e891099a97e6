import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { replaceText, setText } from './commands/edit-script.ts';
import { LiveDocument } from './live-document.ts';
import { readSpan, sendableSpan } from './script-cursor.ts';
import { ScriptDocument } from './script.ts';

function setup() {
	const script = new ScriptDocument(new LiveDocument(mintDocumentId(), 'script'));
	unwrap(setText(script, 'let door = 1;'));
	return script;
}

describe('[T21] a cursor in a script', () => {
	it('stays at its word while others write before it', () => {
		const script = setup();
		const sent: unknown = JSON.parse(JSON.stringify(sendableSpan(script.document, { anchor: 4, head: 8 })));
		unwrap(replaceText(script, { start: 0, end: 0, text: '// a door\n' }));
		expect(readSpan(script.document, sent)).toEqual({ anchor: 14, head: 18 });
	});

	it('is nowhere when it lies in something else, or is no cursor', () => {
		const script = setup();
		const elsewhere = new LiveDocument(mintDocumentId(), 'script');
		const sent = { anchor: { tname: 'other', assoc: 0 }, head: { tname: 'other', assoc: 0 } };
		expect(readSpan(script.document, sent)).toBeNull();
		for (const value of [null, undefined, 7, {}, { anchor: null, head: 3 }])
			expect(readSpan(script.document, value)).toBeNull();
		expect(readSpan(elsewhere, sendableSpan(script.document, { anchor: 4, head: 8 }))).toBeNull();
	});
});
