import { expect, test } from '@jest/globals';
import express from 'express';
import fc from 'fast-check';
import supertest from 'supertest';
import { sendLongJson } from '../../src/http/send.ts';

const answered = async (document: object): Promise<supertest.Response> => {
  const app = express();
  app.get('/', (_req, res) => sendLongJson(res, 200, document));
  return supertest(app).get('/');
};

const item = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string());
const list = fc.oneof(
  fc.array(item, { maxLength: 5 }),
  fc
    .tuple(item, fc.integer({ min: 990, max: 2010 }))
    .map(([each, times]) => Array<unknown>(times).fill(each)),
);

test('a long document is the same text in pieces as in one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(item, list, fc.constant(undefined))),
      async (members) => {
        const document = { ...members, all: Array.from({ length: 1001 }, (_, i) => i) };
        const { status, text, headers } = await answered(document);
        expect([status, text]).toEqual([200, JSON.stringify(document)]);
        expect(headers['content-type']).toContain('application/json');
      },
    ),
    { numRuns: 60 },
  );
});
