import type { Attachment } from 'svelte/attachments';
import { commandOfKey } from '#lib/editor/shortcuts.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';

const TYPING = 'input, textarea, select, [contenteditable="true"], dialog, [popover]';

/** Runs the commands behind keys pressed anywhere but where one types, or in what floats above the page. */
export const keyboard =
	(commands: WorkspaceCommands): Attachment =>
	() => {
		const onKeyDown = (event: KeyboardEvent) => {
			if (event.defaultPrevented || event.isComposing) return;
			if (event.target instanceof Element && event.target.closest(TYPING)) return;
			// The focus falls to the page when a dialog's button goes: keys still mean the dialog then.
			if (document.querySelector('dialog:modal')) return;
			const id = commandOfKey(event);
			if (!id || !commands.has(id)) return;
			// Even when it cannot run now: the browser's own meaning of the keys would only surprise.
			event.preventDefault();
			commands.run(id);
		};
		window.addEventListener('keydown', onKeyDown);
		return () => window.removeEventListener('keydown', onKeyDown);
	};
