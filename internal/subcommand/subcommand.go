// Package subcommand is the frame that the commands of the binary have in common: flags,
// help, messages and exit codes. Packages report, standalone and evidence have the
// commands; the emulator, which shares no code with the provider, has a frame of its own.
package subcommand

import (
	"errors"
	"flag"
	"io"
	"log"
)

// The exit codes of every command. A command may have others, for its results.
const (
	ExitOK      = 0
	ExitFailure = 1
	ExitUsage   = 2
)

// Command is a command of the binary.
type Command struct {
	// Name precedes the messages of the command, Usage its flags in the help.
	Name, Usage string
	// Define adds the flags.
	Define func(*flag.FlagSet)
	// Problem is what is wrong with the flags and the arguments behind them; empty for
	// nothing.
	Problem func(rest []string) string
	// Run carries the command out and returns its exit code. After an error the code does
	// not count.
	Run func(rest []string) (int, error)
}

// Main runs the command with arguments and returns the exit code. Help and messages go to
// stderr.
func (c Command) Main(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		// An error means that the terminal is closed.
		_, _ = io.WriteString(stderr, c.Usage)
		flags.PrintDefaults()
	}
	c.Define(flags)
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return ExitOK
	case err != nil:
		return ExitUsage
	}
	logger := log.New(stderr, c.Name+": ", 0)
	if problem := c.Problem(flags.Args()); problem != "" {
		logger.Print(problem)
		return ExitUsage
	}
	code, err := c.Run(flags.Args())
	if err != nil {
		logger.Print(err)
		return ExitFailure
	}
	return code
}
