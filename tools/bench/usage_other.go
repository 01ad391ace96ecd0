//go:build !unix

package main

import (
	"os"
	"os/exec"
)

// peakMB is not measured here.
func peakMB(*os.ProcessState) float64 { return 0 }

// group does nothing here.
func group(*exec.Cmd) {}

// killGroup ends the first process of a group.
func killGroup(leader *os.Process) error { return leader.Kill() }
