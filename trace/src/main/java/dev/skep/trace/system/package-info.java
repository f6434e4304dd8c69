/** What this machine knows numbers by: users, cgroups, points in time, network addresses. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.system;
