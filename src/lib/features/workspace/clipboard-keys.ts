import type { Attachment } from 'svelte/attachments';
import { copyInto, pasteText } from '#lib/studio/clipboard-acts.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { isOfText } from '#lib/ui/is-of-text.ts';

const FLOATING = 'dialog, [popover]';

/** The browser's own copying and pasting, wherever it means what is selected in the scene. */
export const clipboardKeys =
	(workspace: Workspace, commands: WorkspaceCommands): Attachment =>
	() => {
		const isOurs = (event: ClipboardEvent) =>
			!event.defaultPrevented &&
			!isOfText(event) &&
			!(event.target instanceof Element && event.target.closest(FLOATING)) &&
			!document.querySelector('dialog:modal');
		const whyNot = (id: 'entity.cut' | 'entity.copy' | 'entity.paste'): boolean => {
			const reason = commands.reason(id);
			if (reason !== undefined) commands.notify({ kind: 'info', text: reason });
			return reason !== undefined;
		};
		const take = (event: ClipboardEvent) => {
			const id = event.type === 'cut' ? 'entity.cut' : 'entity.copy';
			if (!workspace.scene || !event.clipboardData || !isOurs(event)) return;
			event.preventDefault();
			if (!whyNot(id)) copyInto(workspace, commands, event.clipboardData, event.type === 'cut');
		};
		const paste = (event: ClipboardEvent) => {
			if (!workspace.scene || !event.clipboardData || !isOurs(event)) return;
			event.preventDefault();
			const text = event.clipboardData.getData('text/plain');
			if (!whyNot('entity.paste')) void pasteText(workspace, commands, text);
		};
		window.addEventListener('copy', take);
		window.addEventListener('cut', take);
		window.addEventListener('paste', paste);
		return () => {
			window.removeEventListener('copy', take);
			window.removeEventListener('cut', take);
			window.removeEventListener('paste', paste);
		};
	};
