import { createHash } from 'node:crypto';

/** Fixed key of the test stores; a real one is random and lives in a file. */
export const TEST_KEK = createHash('sha256').update('planpoort tests').digest();
