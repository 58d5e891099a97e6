import { describe, expect, test } from 'vitest';
import { readWhole } from '../../../../tests/helpers/whole-project-file.ts';
import { describeProjectFile, PROJECT_FILE_SAMPLES } from '../../../../tests/helpers/project-file-samples.ts';
import { unwrap } from '../../base/result.ts';

describe('[F5] every file ever written opens', () => {
	test.each(PROJECT_FILE_SAMPLES)('$name', async ({ bytes, content }) => {
		expect(describeProjectFile(unwrap(await readWhole(bytes)))).toEqual(content);
	});
});
