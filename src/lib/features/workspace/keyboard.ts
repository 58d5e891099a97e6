import type { Attachment } from 'svelte/attachments';
import { chordOf } from '#lib/editor/commands/chord.ts';
import { CLIPBOARD_KEYS } from '#lib/studio/clipboard-acts.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';

const FLOATING = 'dialog, [popover]';
const TYPING = 'input, textarea, select, [contenteditable="true"]';

const writes = ({ key, ctrlKey, metaKey }: KeyboardEvent) => key.length === 1 && !ctrlKey && !metaKey;

/**
 * Runs the commands behind keys pressed anywhere but where one types, or in what floats above the page. The palette opens
 * from where one types, too, unless its key writes a character.
 */
export const keyboard =
	(commands: WorkspaceCommands): Attachment =>
	() => {
		const onKeyDown = (event: KeyboardEvent) => {
			if (event.defaultPrevented || event.isComposing) return;
			const target = event.target instanceof Element ? event.target : null;
			if (target?.closest(FLOATING)) return;
			// The focus falls to the page when a dialog's button goes: keys still mean the dialog then.
			if (document.querySelector('dialog:modal')) return;
			if (commands.isBringing) {
				if (writes(event)) commands.typeAhead(event.key);
				return;
			}
			const id = commands.commandOfKey(event);
			if (!id || !commands.has(id)) return;
			// The browser copies and pastes by these itself, without asking anybody: see clipboard-keys.ts.
			if (chordOf(event) === CLIPBOARD_KEYS[id as keyof typeof CLIPBOARD_KEYS]) return;
			if (target?.closest(TYPING) && (id !== 'palette.open' || writes(event))) return;
			// Even when it cannot run now: the browser's own meaning of the keys would only surprise.
			event.preventDefault();
			const ran = commands.run(id);
			// A menu shows why it cannot; a key would seem broken. A held key says it once.
			if (!ran.ok && ran.error.kind === 'cannot' && !event.repeat)
				commands.notify({ kind: 'info', text: ran.error.message });
		};
		window.addEventListener('keydown', onKeyDown);
		return () => window.removeEventListener('keydown', onKeyDown);
	};
