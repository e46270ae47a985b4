// Reads a Power Query snippet with Microsoft's parser: what it asks for and which types it gives to columns.
// Arguments: where the parser is, the snippet, and values for its parameters (Line=...).

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, snippet, ...given] = process.argv.slice(2);
const { DefaultSettings, TaskUtils } = createRequire(resolve(folder, "package.json"))("@microsoft/powerquery-parser");

const task = await TaskUtils.tryLexParse(DefaultSettings, readFileSync(snippet, "utf8"));
if (!TaskUtils.isParseStageOk(task)) throw task.error;

const parameters = Object.fromEntries(given.map((one) => one.split(/=(.*)/s).slice(0, 2)));
const list = (node) => node.content.elements.map((element) => value(element.node));

// What an expression comes to that is made of texts, parameters, lists and records.
const value = (node) => {
  switch (node.kind) {
    case "LiteralExpression":
      return JSON.parse(node.literal);
    case "IdentifierExpression":
      return parameters[node.identifier.literal] ?? node.identifier.literal;
    case "ArithmeticExpression":
      return value(node.left) + value(node.right);
    case "TypePrimaryType":
      return `type ${node.paired.primitiveTypeKind}`;
    case "ListExpression":
      return list(node);
    case "RecordExpression":
      return Object.fromEntries(node.content.elements.map(({ node: pair }) => [pair.key.literal, value(pair.value)]));
    default:
      return null;
  }
};

// The arguments of the one call of a function.
const call = (name) => {
  const calls = [...task.nodeIdMapCollection.astNodeById.values()].filter(
    (node) => node.kind === "RecursivePrimaryExpression" && node.head.identifier?.literal === name,
  );
  if (calls.length !== 1) throw new Error(`${name} is called ${calls.length} times`);
  return list(calls[0].recursiveExpressions.elements[0]);
};

const [line, options] = call("Web.Contents");
const [, columns, culture] = call("Table.TransformColumnTypes");
process.stdout.write(JSON.stringify({ line, ...options, columns, culture }));
