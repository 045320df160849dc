# The two commands on Windows:  .\make.ps1 demo   and   .\make.ps1 test
# packaging\set_up.py makes .venv from the lock files when it is missing or out of date. $env:PYTHON may name an interpreter.
param(
    [Parameter(Position = 0)]
    [ValidateSet("demo", "test", "set-up")]
    [string] $Wanted = "demo"
)
$ErrorActionPreference = "Stop"
Set-Location -LiteralPath $PSScriptRoot

function Invoke-Checked {
    param([string] $Program, [string[]] $Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Find-Python {
    $Fits = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    if ($env:PYTHON) { return , @($env:PYTHON) }
    foreach ($Candidate in @("py", "-3.13"), @("py", "-3.12"), @("py", "-3.11"), @("python")) {
        if (-not (Get-Command $Candidate[0] -ErrorAction SilentlyContinue)) { continue }
        $Rest = @($Candidate | Select-Object -Skip 1)
        # A missing version makes the launcher write to its error stream; only the exit status counts here.
        $ErrorActionPreference = "Continue"
        & $Candidate[0] @Rest -c $Fits 2>$null | Out-Null
        $Found = $LASTEXITCODE -eq 0
        $ErrorActionPreference = "Stop"
        if ($Found) { return , $Candidate }
    }
    Write-Host "No Python 3.11, 3.12 or 3.13 was found. Install one from python.org, or name it: `$env:PYTHON = 'C:\...\python.exe'"
    exit 1
}

$Group = if ($Wanted -eq "demo") { "run" } else { "develop" }
$Found = Find-Python
$Rest = @($Found | Select-Object -Skip 1)
Invoke-Checked $Found[0] ($Rest + @("packaging\set_up.py", ".venv", $Group))

switch ($Wanted) {
    "demo" { Invoke-Checked ".venv\Scripts\exchange-concierge.exe" @("demo") }
    "test" {
        $env:QT_QPA_PLATFORM = "offscreen"
        Invoke-Checked ".venv\Scripts\python.exe" @("-m", "pytest", "-n", "2", "--dist", "loadscope", "--cov", "tests")
    }
}
