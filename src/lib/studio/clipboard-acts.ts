import { clipText } from '../base/clip-text.ts';
import type { CommandAct } from '../editor/commands/command-registry.ts';
import { formatChord, type Chord } from '../editor/commands/chord.ts';
import type { CommandId } from '../editor/commands/command-table.ts';
import { m } from '../paraglide/messages.js';
import type { EntitiesText, PastedCopy } from './project-clipboard.ts';
import type { WorkspaceCommands } from './workspace-commands.ts';
import type { Workspace } from './workspace.svelte.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;

/** The keys that browsers copy and paste by themselves, which needs nobody's leave. */
export const CLIPBOARD_KEYS = {
	'entity.cut': 'mod+x',
	'entity.copy': 'mod+c',
	'entity.paste': 'mod+v',
} as const satisfies Partial<Record<CommandId, Chord>>;

/** With the name of the first. */
type NamedText = EntitiesText & { readonly name: string };

const MOST_NAMES = 4;
const NAME_LENGTH = 60;

/** Cut, copy and paste, by menu or by key. */
export function clipboardActs(workspace: Workspace, commands: WorkspaceCommands): Acts {
	const whyNoSelection = () => {
		if (!workspace.scene) return m.studio_why_no_scene();
		return workspace.scene.selected.length ? undefined : m.studio_why_no_selection();
	};
	const write = async (copied: NamedText | undefined) => {
		if (!copied) return;
		const isEverywhere = await workspace.clipboard.write(copied.text);
		tellCopied(commands, copied, isEverywhere);
	};
	return {
		'entity.copy': { run: () => void write(copyText(workspace, commands)), reason: whyNoSelection },
		'entity.cut': {
			run: () => void write(cutText(workspace, commands)),
			reason: () => commands.whyNoEdit() ?? whyNoSelection(),
		},
		'entity.paste': {
			run: () => void pasteClipboard(workspace, commands),
			reason: commands.whyNoEdit,
		},
	};
}

/** What is selected as text; why not is told. */
function copyText({ scene, session }: Workspace, commands: WorkspaceCommands): NamedText | undefined {
	if (!scene) return undefined;
	const copied = session.clipboard.copy(scene);
	if (!commands.tell(copied) || !copied.ok) return undefined;
	const [first] = scene.selection.ids;
	return { ...copied.value, name: (first && scene.snapshot.entities.get(first)?.name) ?? '' };
}

/** The same, and takes it away. What may not be deleted is not cut. */
function cutText(workspace: Workspace, commands: WorkspaceCommands): NamedText | undefined {
	const copied = copyText(workspace, commands);
	return copied && workspace.scene && commands.tell(workspace.scene.remove()) ? copied : undefined;
}

async function pasteClipboard(workspace: Workspace, commands: WorkspaceCommands): Promise<void> {
	const text = await workspace.clipboard.read();
	const keys = formatChord(CLIPBOARD_KEYS['entity.paste'], commands.apple);
	if (text === null) commands.notify({ kind: 'error', text: m.clipboard_denied({ keys }) });
	else await pasteText(workspace, commands, text);
}

/** Puts what a text holds into the scene on screen, selected; says what could not come along. */
export async function pasteText(
	{ scene, session }: Workspace,
	commands: WorkspaceCommands,
	text: string,
): Promise<void> {
	if (!scene) return;
	const pasted = await session.clipboard.paste(scene, text);
	if (pasted.ok) for (const note of pasteNotes(pasted.value)) commands.notify({ kind: 'info', text: note });
	else commands.notify({ kind: 'error', text: pasted.error });
}

/** The browser's own keys: what they carry reaches every program. */
export function copyInto(
	workspace: Workspace,
	commands: WorkspaceCommands,
	data: DataTransfer,
	isCut: boolean,
): void {
	const copied = isCut ? cutText(workspace, commands) : copyText(workspace, commands);
	if (!copied) return;
	data.setData('text/plain', copied.text);
	workspace.clipboard.note(copied.text);
	tellCopied(commands, copied, true);
}

function tellCopied(
	commands: WorkspaceCommands,
	{ count, isPartial, name }: NamedText,
	isEverywhere: boolean,
): void {
	const what = count === 1 ? m.clipboard_copied_one({ name }) : m.clipboard_copied({ count });
	commands.notify({ kind: 'info', text: isEverywhere ? what : m.clipboard_copied_here() });
	if (isPartial) commands.notify({ kind: 'info', text: m.clipboard_partial() });
}

function pasteNotes({ prefabs, scripts, missing, lost }: PastedCopy): string[] {
	const fields = lost.map(({ name, key }) => `${name} (${key})`);
	return [
		...(prefabs.length > 0 ? [m.clipboard_prefabs({ names: listed(prefabs) })] : []),
		...(scripts.length > 0 ? [m.clipboard_scripts({ names: listed(scripts) })] : []),
		...(missing.length > 0 ? [m.clipboard_missing({ names: listed(missing) })] : []),
		...(fields.length > 0 ? [m.clipboard_lost({ fields: listed(fields) })] : []),
	];
}

function listed(names: readonly string[]): string {
	const some = names.slice(0, MOST_NAMES).map((name) => clipText(name, NAME_LENGTH));
	const rest = names.length - some.length;
	return some.join(', ') + (rest > 0 ? ` +${rest}` : '');
}
