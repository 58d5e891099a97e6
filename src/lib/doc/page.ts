import type * as Y from 'yjs';
import type { LiveDocument } from './live-document.ts';

/** The rich text of a page document, for the text editor's binding. Its title stands in the project's index. */
export function pageBody(document: LiveDocument): Y.XmlFragment {
	return document.ydoc.getXmlFragment('body');
}
