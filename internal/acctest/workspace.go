package acctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Workspace is a folder in which the CLI runs with the real, installed provider:
// for tests about processes, logs and environments.
type Workspace struct {
	t   *testing.T
	cli string
	dir string
	env []string
}

// NewWorkspace writes a configuration and initializes it. Env adds to the
// environment, as NAME=value.
func NewWorkspace(t *testing.T, config string, env ...string) *Workspace {
	t.Helper()
	if CLI() == "" {
		t.Fatal("neither terraform nor tofu is on the PATH; set TF_ACC_TERRAFORM_PATH")
	}
	return NewWorkspaceOf(t, CLI(), config, env...)
}

// NewWorkspaceOf is NewWorkspace for another Terraform or OpenTofu than that of the
// tests.
func NewWorkspaceOf(t *testing.T, cli, config string, env ...string) *Workspace {
	t.Helper()
	provider, err := installation()
	if err != nil {
		t.Fatal(err)
	}
	s := &Workspace{t: t, cli: cli, dir: t.TempDir()}
	s.env = append(s.env, "TF_CLI_CONFIG_FILE="+provider.settings, "TF_IN_AUTOMATION=1", "TF_INPUT=0",
		binaryVariable+"="+provider.binary, pidsVariable+"="+s.Path("pids"))
	s.env = append(s.env, env...)
	s.Write(config)
	if out, err := s.Run("init"); err != nil {
		t.Fatalf("init: %v\n%s", err, out)
	}
	return s
}

// Path returns the path of a file in the workspace.
func (s *Workspace) Path(name string) string { return filepath.Join(s.dir, name) }

// Write replaces the configuration.
func (s *Workspace) Write(config string) {
	s.t.Helper()
	if err := os.WriteFile(s.Path("main.tf"), []byte(config), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// Run runs a command of the CLI and returns its output.
func (s *Workspace) Run(args ...string) (string, error) {
	out, err := s.command(args).CombinedOutput()
	return string(out), err
}

// MustRun fails the test when the command fails.
func (s *Workspace) MustRun(args ...string) string {
	s.t.Helper()
	out, err := s.Run(args...)
	if err != nil {
		s.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// Unchanged expects an empty plan.
func (s *Workspace) Unchanged() {
	s.t.Helper()
	if out := s.MustRun("plan"); !strings.Contains(out, "No changes.") {
		s.t.Errorf("the next plan has changes:\n%s", Tail(out))
	}
}

// Copy copies a folder of the repository into the workspace.
func (s *Workspace) Copy(name, folder string) {
	s.t.Helper()
	if err := os.CopyFS(s.Path(name), os.DirFS(folder)); err != nil {
		s.t.Fatal(err)
	}
}

// Process is a running command of the CLI, with its provider.
type Process struct {
	workspace *Workspace
	cmd       *exec.Cmd
	out       bytes.Buffer
	// Ended is closed when the command has ended.
	Ended chan struct{}
	err   error
}

// Start starts a command of the CLI.
func (s *Workspace) Start(args ...string) *Process {
	s.t.Helper()
	p := &Process{workspace: s, cmd: s.command(args), Ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	if err := p.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.Ended)
	}()
	return p
}

// Wait returns the output of the command, and its exit error.
func (p *Process) Wait() (string, error) {
	<-p.Ended
	return p.out.String(), p.err
}

// Shell runs a script with the CLI as terraform, as the shell of a pipeline does. Env
// adds to the environment of the workspace.
func (s *Workspace) Shell(shell, script string, env ...string) (string, error) {
	s.t.Helper()
	bin := s.t.TempDir()
	if err := os.Symlink(s.cli, filepath.Join(bin, executable("terraform"))); err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.CommandContext(s.t.Context(), shell, "-c", script)
	cmd.Dir = s.dir
	cmd.Env = append(append(os.Environ(), s.env...), append(env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (s *Workspace) command(args []string) *exec.Cmd {
	cmd := exec.CommandContext(s.t.Context(), s.cli, append(args, "-no-color")...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), s.env...)
	return cmd
}

// KillProvider sends SIGKILL to the provider that the CLI started last.
func (p *Process) KillProvider() error {
	data, err := os.ReadFile(p.workspace.Path("pids"))
	if err != nil {
		return err
	}
	pids := strings.Fields(string(data))
	if len(pids) == 0 {
		return errors.New("the CLI has not started the provider")
	}
	pid, err := strconv.Atoi(pids[len(pids)-1])
	if err != nil {
		return fmt.Errorf("read the provider's process id: %w", err)
	}
	provider, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return kill(provider)
}

// kill sends SIGKILL to a process that may have ended in this moment.
func kill(p *os.Process) error {
	if err := p.Kill(); !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

// KillAll sends SIGKILL to the CLI and its provider, as a kill of their process
// group does.
func (p *Process) KillAll() error {
	return errors.Join(kill(p.cmd.Process), p.KillProvider())
}

// mendState restores the backup when the kill truncated the state file, as users
// must do: a provider cannot prevent that.
func (s *Workspace) mendState() {
	s.t.Helper()
	state, backup := s.Path("terraform.tfstate"), s.Path("terraform.tfstate.backup")
	data, err := os.ReadFile(state)
	if errors.Is(err, fs.ErrNotExist) || err == nil && json.Valid(data) {
		return
	}
	if data, err = os.ReadFile(backup); err == nil && json.Valid(data) {
		err = os.WriteFile(state, data, 0o600)
	} else {
		err = os.Remove(state)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// Interrupt sends SIGINT to the CLI, as Ctrl-C does.
func (p *Process) Interrupt() error { return p.cmd.Process.Signal(os.Interrupt) }
