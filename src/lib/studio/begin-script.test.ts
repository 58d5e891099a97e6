import { expect, it } from 'vitest';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { ScriptDocument } from '../doc/script.ts';
import { beginScript, classNameOf } from './begin-script.ts';

it('[T20] a new script begins with something that runs, called as it is', () => {
	const document = new LiveDocument(mintDocumentId(), 'script');
	unwrap(beginScript(document, 'Script 1'));
	expect(new ScriptDocument(document).snapshot.text).toContain(
		'export default class Script1 extends Script {',
	);
});

it.each([
	['Door', 'Door'],
	['my door 2', 'MyDoor2'],
	['Türe', 'Türe'],
	['2nd', 'Script2nd'],
	['!?', 'Script'],
])('[T20] “%s” is %s as the name of a class', (title, name) => {
	expect(classNameOf(title)).toBe(name);
});
