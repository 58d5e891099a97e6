import { m } from '../../paraglide/messages.js';
import { PROJECT_FILE_EXTENSION, PROJECT_FILE_TYPE } from '../../storage/project-file/project-file.ts';

/** What project files are called where the browser asks for one. */
export const projectFileKind = () => ({
	description: m.files_type(),
	mime: PROJECT_FILE_TYPE,
	extension: PROJECT_FILE_EXTENSION,
});
