@echo off
rem Chay Ro Viec tren may Windows cua can bo: dat tep nay va tep roviec-*.whl vao cung mot thu muc, roi bam dup.
chcp 65001 >nul
cd /d "%~dp0"
if not exist .venv\Scripts\roviec.exe (
  py -3 -m venv .venv || goto :no_python
  for %%w in (roviec-*.whl) do .venv\Scripts\python -m pip install --disable-pip-version-check "%%w" || goto :failed
)
if not exist config.toml .venv\Scripts\roviec init . || goto :failed
.venv\Scripts\roviec run
pause
exit /b
:no_python
echo Chua co Python 3.11 tro len. Cai tu python.org, danh dau "py launcher", roi chay lai.
pause
exit /b 2
:failed
echo Cai dat chua xong. Doc dong bao loi o tren, sua roi chay lai.
pause
exit /b 1
