import { describe, expect, test } from 'vitest';
import { describeProjectFile, PROJECT_FILE_SAMPLES } from '../../../../tests/helpers/project-file-samples.ts';
import { unwrap } from '../../base/result.ts';
import { readProjectFile } from './read-project-file.ts';

describe('[F5] every file ever written opens', () => {
	test.each(PROJECT_FILE_SAMPLES)('$name', async ({ bytes, content }) => {
		expect(describeProjectFile(unwrap(await readProjectFile(bytes)))).toEqual(content);
	});
});
