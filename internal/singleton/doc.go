// Package singleton is the lifecycle of settings of which every tenant has one set,
// such as a policy. They are never created: a resource changes some of them, keeps
// the former values, and restores these when it is destroyed. What a type of settings
// has of its own is a [Kind] and a [Model].
//
// Its users are the nouns of package resources; it uses the frame of package tfkit.
package singleton
