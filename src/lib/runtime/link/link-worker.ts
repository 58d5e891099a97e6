// Links the scripts of a game beside the page: much text takes longer than a page may stand still.
import { linkScripts, type ScriptSource } from './link-scripts.ts';

addEventListener('message', ({ data }: MessageEvent<readonly ScriptSource[]>) =>
	postMessage(linkScripts(data)),
);
