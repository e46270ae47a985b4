//! The program: hands its arguments to the command line and its verdict to the shell.

fn main() -> std::process::ExitCode {
    warmline::cli::main()
}
