import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';

/** How a step is known to be done: a command ran, or the picture or the scene is otherwise than when it began. */
export type Done =
	| { readonly kind: 'command'; readonly ids: readonly CommandId[] }
	| { readonly kind: 'looked' }
	| { readonly kind: 'added' }
	| { readonly kind: 'selected' }
	| { readonly kind: 'moved' };

export type Step = {
	/** What to do; told the keys of its command, which may be none. */
	readonly text: (keys: string) => string;
	readonly keysOf?: CommandId;
	readonly done: Done;
};

export type Lesson = { readonly title: () => string; readonly steps: readonly Step[] };

const byCommand = (...ids: CommandId[]): Done => ({ kind: 'command', ids });

export const LESSONS: readonly Lesson[] = [
	{
		title: m.tour_look,
		steps: [
			{ text: () => m.tour_look_turn(), done: { kind: 'looked' } },
			{
				text: (keys) => m.tour_look_frame({ keys }),
				keysOf: 'view.frame-all',
				done: byCommand('view.frame-all', 'view.focus'),
			},
		],
	},
	{
		title: m.tour_place,
		steps: [
			{ text: () => m.tour_place_add(), done: { kind: 'added' } },
			{ text: () => m.tour_place_select(), done: { kind: 'selected' } },
			{ text: (keys) => m.tour_place_move({ keys }), keysOf: 'tool.move', done: { kind: 'moved' } },
		],
	},
	{
		title: m.tour_undo,
		steps: [
			{ text: (keys) => m.tour_undo_undo({ keys }), keysOf: 'history.undo', done: byCommand('history.undo') },
			{ text: (keys) => m.tour_undo_redo({ keys }), keysOf: 'history.redo', done: byCommand('history.redo') },
			{ text: () => m.tour_undo_share(), done: byCommand('share.open') },
		],
	},
];
