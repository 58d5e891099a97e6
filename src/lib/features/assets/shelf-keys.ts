import type { CommandId } from '#lib/editor/commands/command-table.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { AssetShelf } from './asset-shelf.svelte.ts';

/** Of the panel's own, as in any list of files; everywhere else they mean what the keymap says. */
const KEYS: Readonly<Record<string, CommandId>> = {
	F2: 'asset.rename',
	Delete: 'asset.delete',
	Backspace: 'assets.up',
	'Alt+Enter': 'asset.details',
	'Alt+ArrowUp': 'assets.up',
};

/** Runs what a key means in the panel; false when it is not for it. */
export function shelfKey(
	event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>,
	shelf: AssetShelf,
	commands: Pick<WorkspaceCommands, 'run'>,
): boolean {
	const { key, altKey, ctrlKey, metaKey } = event;
	if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'a') {
		shelf.selectAll();
		return true;
	}
	if (ctrlKey || metaKey) return false;
	if (key === 'Escape' && shelf.selected.length > 0) {
		shelf.select([]);
		return true;
	}
	const id = KEYS[altKey ? `Alt+${key}` : key];
	if (!id) return false;
	const current = shelf.items[shelf.currentIndex];
	if (shelf.selected.length === 0 && current) shelf.select([current.id]);
	commands.run(id);
	return true;
}
