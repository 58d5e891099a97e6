import { setText } from '../doc/commands/edit-script.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import { ScriptDocument } from '../doc/script.ts';

const template = (name: string) => `import { Script } from 'rastudios';

export default class ${name} extends Script {
	static fields = { speed: { kind: 'number', default: 90, unit: 'deg' } };
	declare speed: number;

	update(seconds: number) {
		this.entity.rotation.turn('y', this.speed * seconds);
	}
}
`;

/** Writes into an empty script what its maker goes on from: something that does something. */
export function beginScript(document: LiveDocument, title: string): CommandResult {
	const script = new ScriptDocument(document);
	const begun = setText(script, template(classNameOf(title)));
	script.dispose();
	return begun;
}

/** A title as the name of a class: “my door 2” is `MyDoor2`. */
export function classNameOf(title: string): string {
	const words = title.match(/[\p{L}\p{N}_$]+/gu) ?? [];
	const name = words.map((word) => word[0]?.toLocaleUpperCase('en') + word.slice(1)).join('');
	return /^[\p{L}_$]/u.test(name) ? name : `Script${name}`;
}
