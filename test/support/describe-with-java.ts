import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { findJava, javaCommand, minimumJava } from '../../tools/setup/find-java.mjs';
import { springDir } from '../../tools/setup/paths.mjs';
import { describeWithStack, type Stack } from './stack.js';

/** A describe block on the real stack that also compiles Java. Without a JDK it is skipped and says why; with CI=true that is a failure. */
export function describeWithJava(name: string, define: (stack: Stack) => void): void {
  if (hasCompiler()) return describeWithStack(name, define);
  leaveOut(name, `needs a JDK ${minimumJava} or later, not only a runtime`, define);
}

/** A describe block that compiles Java and needs nothing else. */
export function describeWithCompiler(name: string, define: () => void): void {
  if (hasCompiler()) describe(name, define);
  else leaveOut(name, `needs a JDK ${minimumJava} or later, not only a runtime`, define);
}

/** The same as `describeWithJava`, with the jars of Spring for Apache Kafka in `springDir`. */
export function describeWithSpring(name: string, define: (stack: Stack) => void): void {
  if (existsSync(springDir)) return describeWithJava(name, define);
  leaveOut(name, 'needs the jars of Spring for Apache Kafka: node tools/setup.mjs --for-tests', define);
}

function leaveOut(name: string, reason: string, define: (stack: Stack) => void): void {
  if (process.env['CI'] === 'true') describe(name, () => it(reason, () => Promise.reject(new Error(reason))));
  else describe.skip(`${name} (${reason})`, () => define({ brokers: [], registryUrl: '' }));
}

function hasCompiler(): boolean {
  if ((findJava() ?? 0) < minimumJava) return false;
  return spawnSync(javaCommand(), ['--list-modules'], { encoding: 'utf8' }).stdout.includes('jdk.compiler@');
}
