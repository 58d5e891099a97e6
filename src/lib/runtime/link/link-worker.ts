// Reads scripts beside the page: much text takes longer than a page may stand still, and some of it for ever.
import { linkScripts, type LinkedScripts, type ScriptSource } from './link-scripts.ts';
import { readScriptFields, type ScriptFields } from './read-fields.ts';

export type ToLinker =
	| { readonly type: 'link'; readonly sources: readonly ScriptSource[]; readonly unread: readonly string[] }
	| { readonly type: 'fields'; readonly text: string };

export type FromLinker =
	/** It begins to read this script. */
	| { readonly type: 'reading'; readonly script: string }
	| { readonly type: 'linked'; readonly linked: LinkedScripts }
	| { readonly type: 'fields'; readonly fields: ScriptFields };

const say = (message: FromLinker) => postMessage(message);
const onread = (script: string) => say({ type: 'reading', script });

addEventListener('message', ({ data }: MessageEvent<ToLinker>) => {
	if (data.type === 'link')
		return say({ type: 'linked', linked: linkScripts(data.sources, { unread: data.unread, onread }) });
	onread('');
	say({ type: 'fields', fields: readScriptFields(data.text) });
});
